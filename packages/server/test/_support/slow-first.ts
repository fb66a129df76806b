import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Longest first, so that no core is idle while the last file runs. What is not here takes a few seconds. */
const slow = [
  "web/test/attacks/stored-script",
  "web/test/pages/accessibility",
  "web/test/journeys/",
  "web/test/",
  "server/test/attacks/stranger-flood",
  "server/test/store/managed/",
  "server/test/journeys/",
  "server/test/attacks/audit-",
  "server/test/store/migrate",
];

const rank = ({ moduleId }: TestSpecification) => {
  const found = slow.findIndex((part) => moduleId.includes(part));
  return found === -1 ? slow.length : found;
};

export class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    // Those that share a process stay together, at the end.
    const key = (file: TestSpecification) => (file.project.config.isolate ? rank(file) : slow.length + 1);
    return sorted.toSorted((a, b) => key(a) - key(b));
  }
}
