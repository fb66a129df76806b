import type { Notice, Status } from "@entobot/contract/health";
import { createAllowList, createClientAddress, createRefusals } from "../access/index.ts";
import type { EventDraft } from "../audit/index.ts";
import type { Configuration } from "../config/index.ts";
import { sha256Hex } from "../crypto/hash.ts";
import { createEntry } from "../entry/index.ts";
import type { Home } from "../host/home.ts";
import { mostOpenFiles } from "../host/open-files.ts";
import { createHttp, type Ports } from "../http/index.ts";
import type { Log } from "../log/index.ts";
import { createRealtime } from "../realtime/index.ts";
import type { HomeDatabase } from "../store/home-database.ts";
import { type Addresses, addressesOf, configuredPorts } from "./addresses.ts";
import { composeAssistant } from "./assistant.ts";
import { composeCertificates } from "./certificates.ts";
import { startChores } from "./chores.ts";
import { composeEdge } from "./edge.ts";
import { composeHouse, type House } from "./house.ts";
import { houseStatus, notices } from "./house-status.ts";
import { type Inputs, systemInputs } from "./inputs.ts";
import { LiveConfiguration } from "./live-configuration.ts";
import { ReleaseStack } from "./release.ts";
import { composeRoom } from "./room.ts";
import { composeSettings } from "./settings.ts";

export interface ServerOptions {
  readonly configuration: Configuration;
  readonly home: Home;
  readonly database: Pick<HomeDatabase, "kind" | "appUrl" | "version" | "protection">;
  readonly log: Log;
  /** Folder of the built web app. */
  readonly webRoot: string;
  /** What happened before there was a record to write it into. */
  readonly earlyEvents: readonly EventDraft[];
  readonly inputs?: Inputs;
}

/** The whole house with its doors open. */
export interface RunningServer {
  readonly house: House;
  readonly ports: Ports;
  readonly addresses: Addresses;
  readonly notices: readonly Notice[];
  status(): Promise<Status>;
  /** Puts another reading of the configuration into force, as far as that is possible without a restart. */
  reconfigure(next: Configuration): Promise<void>;
  /** Takes nothing new, lets what runs end for `drainMs`, closes last-in-first-out. `why` goes into the record. */
  close(why: string, drainMs: number): Promise<void>;
}

export async function composeServer(options: ServerOptions): Promise<RunningServer> {
  const { home, database, log } = options;
  const inputs = options.inputs ?? systemInputs;
  const configuration = new LiveConfiguration(options.configuration);
  const { settings } = configuration;
  const startedAt = inputs.clock();
  const stack = new ReleaseStack((name, error) => log.error("not closed in order", { name }, error));
  let ports = configuredPorts(settings);
  let stopping = false;
  let closeBy = 0;
  const left = () => Math.max(0, closeBy - inputs.clock());

  try {
    const certificates = await composeCertificates({ configuration, clock: inputs.clock, log });
    const house = await composeHouse({
      ...{ configuration, home, appUrl: database.appUrl, log, inputs, writesAuditFile: true },
      addresses: () => addressesOf(settings, ports),
    });
    stack.push("house", () => house.close());
    const { audit, identity, alerts, newId, accessLog, limits, attempts } = house;
    const system = () => house.call({ kind: "system" }, "internal");
    const entry = createEntry({ identity, attempts, limits, audit, newId });
    const { assistant, defaultModel, fetchFor, ...outbound } = await composeAssistant({ house, log, status });
    stack.push("outbound connections", () => outbound.close());
    const allowList = createAllowList(() => configuration.settings.allowList);
    configuration.onChange(() => allowList.changed());
    const refusals = createRefusals(inputs.clock);
    const room = composeRoom(configuration, mostOpenFiles());
    const realtime = createRealtime({
      ...{
        entry,
        identity,
        assistant,
        audit,
        accessLog,
        limits,
        attempts,
        refusals,
        clock: inputs.clock,
        newId,
        log,
      },
      settings: {
        ...{ strangersPerAddress: 64, heartbeatMs: settings.mobile.heartbeatMs },
        maxConnections: () => configuration.settings.mobile.maxConnections,
      },
    });
    // Closed in this order: no new connections, running answers reach their phones, then the phones' sockets.
    stack.push("sockets", () => realtime.close(left()));
    stack.push("assistant", () => assistant.drain(left()));

    async function status(): Promise<Status> {
      return houseStatus({
        ...{ configuration: configuration.current, database, startedAt, audit, identity, defaultModel },
        masterKeyInHome: house.masterKeyInHome,
        connections: () => realtime.connections(),
        turnsRunning: () => assistant.running(),
        stopping: () => stopping,
        alertTroubles: () => alerts.troubles(),
        troubles: () =>
          [accessLog.trouble(), house.storedSettings.trouble(), ...certificates.troubles()].filter(
            (text) => text !== null,
          ),
        findings: () => [...certificates.notices(), ...room.notices()],
      });
    }

    const http = createHttp({
      ...{ settings, entry, identity, assistant, audit, accessLog, status, newId, log },
      ...certificates.listeners,
      ...room.listeners,
      ...{
        findClientAddress: createClientAddress(() => configuration.settings),
        allowList,
        limits,
        attempts,
      },
      refusals,
      lockouts: house.lockouts,
      edge: composeEdge({ refusals, configuration, certificate: () => certificates.view() }),
      connections: () => realtime.connections(),
      houseSettings: composeSettings({ house, fetchFor, defaultModel }),
      organizationName: () => configuration.settings.organizationName,
      upgrade: (handshake) => realtime.upgrade(handshake),
      webRoot: options.webRoot,
      digest: (...parts) => sha256Hex(Buffer.concat(parts.map((part) => Buffer.from(part)))),
      clock: inputs.clock,
    });
    await alerts.start();
    configuration.onChange(() => {
      alerts.reconfigured().catch((error) => log.error("alerts go on as before", {}, error));
    });
    for (const draft of options.earlyEvents) audit.note(system(), draft);
    ports = await http.listen();
    stack.push("listeners", () => http.close(left()));
    await audit.noted(system(), { event: "server_started", details: { database: database.kind, ...ports } });
    stack.push("certificates", certificates.watch(audit, system));
    stack.push("chores", startChores({ identity, alerts, audit, system, log }));

    return {
      house,
      ports,
      addresses: addressesOf(settings, ports),
      notices: [
        ...notices({
          configuration: configuration.current,
          database,
          masterKeyInHome: house.masterKeyInHome,
        }),
        ...certificates.notices(),
        ...room.notices(),
      ],
      status,
      async reconfigure(next) {
        const details = configuration.replace(next);
        if (details)
          await audit.noted(system(), { event: "config_changed", details: { by: "SIGHUP", ...details } });
      },
      async close(why, drainMs) {
        stopping = true;
        closeBy = inputs.clock() + drainMs;
        await audit.noted(system(), { event: "server_stopped", details: { why } }).catch(() => {});
        await stack.release();
      },
    };
  } catch (error) {
    await stack.release();
    throw error;
  }
}
