import type { Status } from "@entobot/contract/health";
import { type ReactNode, useEffect, useState } from "react";
import { Icon } from "../../design/icon.tsx";
import { Panel } from "../../design/rows.tsx";
import { Link } from "../../shell/router.tsx";
import { useCookieApi } from "../../shell/session.tsx";
import { useLoaded } from "../../shell/use-loaded.ts";
import { findSetting } from "../settings/settings-view.ts";
import { PublicAddressDialog } from "./public-address-dialog.tsx";

/** The newcomer's way. Each step ticks itself by what the server says; when all are done the list is gone. */
export function Checklist({ status }: { status: Status | undefined }) {
  const api = useCookieApi();
  const [addressing, setAddressing] = useState(false);
  const settings = useLoaded("settings", () => api.settings());
  const { reload } = settings;
  const told = status?.default_model;
  useEffect(() => {
    if (told !== undefined) void reload();
  }, [told, reload]);
  if (!status || (settings.loading && !settings.value)) return null;
  // Fresher than the status, which comes every half minute.
  const model = settings.value?.default_model ?? status.default_model;
  const steps = [
    { done: true, name: "Own this server", hint: "", to: "" },
    {
      done: status.people > 1,
      name: "Add a person",
      hint: "They get a link to set their password.",
      to: "/console/people",
    },
    {
      done: status.devices > 0,
      name: "Pair a device",
      hint: "Scan a code with a phone, or use this browser.",
      to: "/console/devices",
    },
    {
      done: !model.startsWith("builtin/"),
      name: "Connect a language model",
      hint: "Until then the built-in rehearsal answers.",
      to: "/console/settings?add=provider",
    },
    {
      done: findSetting(settings.value, "network.public_url")?.set === true,
      name: "Set the public address",
      hint: "Phones need an https address: network.public_url.",
      to: () => setAddressing(true),
    },
  ];
  const done = steps.filter((step) => step.done).length;
  if (done === steps.length) return null;
  return (
    <Panel
      title="First steps"
      aside={<span className="text-ink-faint text-xs">{`${done} of ${steps.length}`}</span>}
    >
      <ol className="grid gap-1">
        {steps.map((step) => (
          <li key={step.name} className="flex min-h-10 items-start gap-3 py-2.5 text-sm">
            <span
              aria-hidden="true"
              className={`grid size-5 shrink-0 place-items-center rounded-full ${step.done ? "bg-good-wash text-good" : "border border-line-strong"}`}
            >
              {step.done && <Icon name="check" className="size-3" />}
            </span>
            {step.done ? (
              <span className="text-ink-faint">
                {step.name}
                <span className="sr-only">, done</span>
              </span>
            ) : (
              <span>
                <Step to={step.to}>{step.name}</Step> <span className="text-ink-soft">{step.hint}</span>
              </span>
            )}
          </li>
        ))}
      </ol>
      {addressing && <PublicAddressDialog onClose={() => setAddressing(false)} />}
    </Panel>
  );
}

/** To a page, or to what is said right here. */
function Step({ to, children }: { to: string | (() => void); children: ReactNode }) {
  const look = "font-medium text-accent underline underline-offset-2";
  return typeof to === "string" ? (
    <Link to={to} className={look}>
      {children}
    </Link>
  ) : (
    <button type="button" className={look} onClick={to}>
      {children}
    </button>
  );
}
