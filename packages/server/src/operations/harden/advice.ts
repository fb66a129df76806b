import type { HardenFacts } from "./facts.ts";
import { type Plan, unknownHost } from "./plan.ts";

/** What the configuration, or where things stand, does not fit the written files yet. */
export interface Advice {
  readonly key: string;
  readonly text: string;
}

/** The words repeat no value but those that the plan found fit for every file. */
export function adviceFor(plan: Plan, facts: HardenFacts): readonly Advice[] {
  const { settings, secrets } = facts;
  const peers = missingPeers(plan);
  const all: readonly (Advice | false)[] = [
    settings.network.publicUrl === null && {
      key: "network.public_url",
      text: `is not set, so the files say ${unknownHost}. Set it and write them again.`,
    },
    settings.network.publicUrl?.startsWith("http:") === true && {
      key: "network.public_url",
      text: "must start with https:// behind this proxy.",
    },
    peers.length > 0 && {
      key: "network.trusted_proxies",
      text: `must hold ${peers.join(", ")}, from where nginx comes.`,
    },
    !settings.web.trustForwarded && {
      key: "web.trust_forwarded",
      text: "must be true: this proxy overwrites the address headers for the web pages too.",
    },
    isInHome(plan) && {
      key: "ENTOBOT_HOME",
      text: "is a person's or a temporary folder. Use /var/lib/entobot for the service, move the home there, and write the files again.",
    },
    /^\/(home|root|tmp|var\/tmp)\//.test(plan.program.folder) && {
      key: "the program",
      text: "stands in a person's or a temporary folder. Install it in /opt/entobot and write the files from there.",
    },
    settings.monitoring.alertsEnabled &&
      !facts.hasMailServer && {
        key: "monitoring.smtp.url",
        text: "is needed: inside the service's limits this machine's sendmail may not send.",
      },
    facts.database.external &&
      !facts.database.separateOwner && {
        key: "database.migration_url",
        text: "is not another role's: the record is append-only by trigger, not by grant. See postgresql/roles.sql.",
      },
    ...secrets.literals.map(({ key, variable }) => ({
      key,
      text:
        variable === null
          ? "stands in the file. Write it there as ${NAME}, and write these files again."
          : `stands in the file. Move it into the credential ${variable}, out of the file.`,
    })),
  ];
  return all.filter((each) => each !== false);
}

export const peersOf = ({ upstreams }: Plan): readonly string[] => [
  ...new Set(Object.values(upstreams).map(({ peer }) => peer as string)),
];

const missingPeers = (plan: Plan): readonly string[] =>
  peersOf(plan).filter((peer) => !plan.trustedProxies.some((network) => covers(network, peer)));

/** Good enough for advice: the peer itself, or the whole of loopback. */
const covers = (network: string, peer: string): boolean =>
  network === peer || (network === "127.0.0.0/8" && peer.startsWith("127."));

const isInHome = ({ home }: Plan): boolean => /^\/(home|root|tmp|var\/tmp|run\/user)\//.test(`${home}/`);
