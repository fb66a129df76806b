import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { listenToSignals } from "../../src/host/stop-signals.ts";

const signals = { stop: vi.fn(), hurry: vi.fn(), reload: vi.fn() };
let forget = () => {};
beforeEach(() => {
  vi.useFakeTimers();
  vi.clearAllMocks();
});
afterEach(() => {
  forget();
  vi.useRealTimers();
});

test("TERM stops once; its echo within two seconds is nothing, a later one means hurry", () => {
  forget = listenToSignals(signals, undefined);
  process.emit("SIGTERM");
  vi.advanceTimersByTime(1_900);
  process.emit("SIGTERM");
  process.emit("SIGINT");
  expect(signals.stop).toHaveBeenCalledExactlyOnceWith("SIGTERM");
  expect(signals.hurry).not.toHaveBeenCalled();
  vi.advanceTimersByTime(200);
  process.emit("SIGTERM");
  expect(signals.stop).toHaveBeenCalledOnce();
  expect(signals.hurry).toHaveBeenCalledOnce();
});

test("HUP reads the configuration again", () => {
  forget = listenToSignals(signals, undefined);
  process.emit("SIGHUP");
  expect(signals.reload).toHaveBeenCalledOnce();
  expect(signals.stop).not.toHaveBeenCalled();
});

test("when the program that started us is gone, we stop; while it lives, we do not", () => {
  forget = listenToSignals(signals, process.ppid);
  vi.advanceTimersByTime(5_000);
  expect(signals.stop).not.toHaveBeenCalled();
  forget();
  forget = listenToSignals(signals, process.ppid + 1);
  vi.advanceTimersByTime(600);
  expect(signals.stop).toHaveBeenCalledExactlyOnceWith("the program that started it ended");
  vi.advanceTimersByTime(5_000);
  expect(signals.hurry).not.toHaveBeenCalled();
});

test("afterwards nothing listens any more", () => {
  const before = process.listenerCount("SIGTERM");
  listenToSignals(signals, undefined)();
  expect(process.listenerCount("SIGTERM")).toBe(before);
});
