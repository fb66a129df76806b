import type { AlertId } from "@entobot/contract/ids";
import type { Audit } from "../../audit/index.ts";
import type { Call } from "../../pure/call.ts";
import type { Clock } from "../../pure/clock.ts";
import { type AlertSettings, type AlertTarget, targetsOf } from "./alert-settings.ts";
import type { TestResult } from "./alerts.ts";
import { type DeliveryProblem, problemCode, problemWords } from "./delivery-problem.ts";
import { makeTestAlert } from "./make-alert.ts";
import { type SendTimes, sendAlert } from "./send-alert.ts";

interface TestDeps {
  readonly audit: Pick<Audit, "noted">;
  readonly clock: Clock;
  readonly settings: AlertSettings;
  readonly times: SendTimes;
  readonly newId: () => AlertId;
}

/** Every target by itself, past the queue: whoever asks wants to know now. */
export function sendTests(deps: TestDeps, call: Call): Promise<readonly TestResult[]> {
  return Promise.all(targetsOf(deps.settings).map((target) => sendTest(deps, call, target)));
}

async function sendTest(
  { audit, clock, settings, times, newId }: TestDeps,
  call: Call,
  target: AlertTarget,
): Promise<TestResult> {
  const { channel, target: to } = target;
  const alert = makeTestAlert(settings, newId(), clock());
  const never = new AbortController().signal;
  const problem = await sendAlert(settings, target, alert, clock, times, never).catch(
    (): DeliveryProblem => ({ kind: "internal" }),
  );
  const code = problem && problemCode(problem);
  await audit.noted(call, {
    event: code === null ? "alert_delivered" : "alert_failed",
    outcome: code === null ? "success" : "failure",
    target: alert.id,
    subject: null,
    details: { channel, test: true, ...(code === null ? {} : { problem: code }) },
    personal: { recipient: to },
  });
  const words = problem && problemWords(channel, problem);
  return {
    ...{ channel, to, delivered: problem === null },
    problem: code === null || words === null ? null : { code, words },
  };
}
