import { parsePairingPayload } from "@entobot/client/pairing-payload";
import type { PairingPayload } from "@entobot/contract/auth";
import { useEffect, useRef, useState } from "react";
import { Button } from "../../design/button.tsx";
import { Notice } from "../../design/error-notice.tsx";
import { openQrReader } from "./qr-reader.ts";

/** Looks through the camera until it sees a pairing code. Pictures stay in this page and are thrown away at once. */
export function Camera({
  onFound,
  onClose,
}: {
  onFound: (payload: PairingPayload) => void;
  onClose: () => void;
}) {
  const video = useRef<HTMLVideoElement>(null);
  const [problem, setProblem] = useState<string>();
  const [other, setOther] = useState(false);
  const found = useRef(onFound);
  found.current = onFound;
  useEffect(() => {
    let stopped = false;
    const stop: (() => void)[] = [];
    const look = async () => {
      const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      stop.push(() => {
        for (const track of stream.getTracks()) track.stop();
      });
      const reader = await openQrReader();
      stop.push(reader.close);
      const element = video.current;
      if (stopped || !element) return;
      element.srcObject = stream;
      await element.play();
      while (!stopped) {
        const text = await reader.read(element);
        const payload = text === undefined ? undefined : parsePairingPayload(text);
        if (payload) return found.current(payload);
        setOther(text !== undefined);
        await new Promise((resolve) => setTimeout(resolve, 120));
      }
    };
    look()
      .catch((error: unknown) => setProblem(wordsOf(error)))
      .finally(() => {
        if (stopped) for (const end of stop) end();
      });
    return () => {
      stopped = true;
      for (const end of stop) end();
    };
  }, []);
  return (
    <div className="grid gap-3">
      {problem ? (
        <Notice tone="warn">{problem}</Notice>
      ) : (
        <video
          ref={video}
          muted
          playsInline
          aria-label="Picture of the camera"
          className="aspect-square w-full rounded-lg bg-sunken object-cover"
        />
      )}
      <p aria-live="polite" className="min-h-5 text-center text-ink-soft text-sm">
        {other ? "This is another kind of code." : problem ? "" : "Hold the camera over the code."}
      </p>
      <Button kind="quiet" onClick={onClose}>
        Stop the camera
      </Button>
    </div>
  );
}

function wordsOf(error: unknown): string {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError")
    return "The camera is not allowed here. Allow it in the browser's settings for this page, or paste the code.";
  if (name === "NotFoundError") return "This device has no camera. Paste the code instead.";
  if (!navigator.mediaDevices) return "The camera needs a secure address (https). Paste the code instead.";
  return "The camera cannot be used right now. Close other apps that use it, or paste the code.";
}
