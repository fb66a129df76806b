import { scriptUrl } from "../../shell/trusted-types.ts";
import workerUrl from "./qr-worker.ts?worker&url";

export interface QrReader {
  /** The text of a QR code in the picture, if there is one. */
  read(video: HTMLVideoElement): Promise<string | undefined>;
  close: () => void;
}

interface Detector {
  detect(source: CanvasImageSource): Promise<readonly { rawValue: string }[]>;
}
type DetectorClass = {
  new (options: { formats: readonly string[] }): Detector;
  getSupportedFormats(): Promise<readonly string[]>;
};

/** The browser's own detector where it has one, else a decoder in a worker. */
export async function openQrReader(): Promise<QrReader> {
  const Native = (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector;
  const formats = (await Native?.getSupportedFormats().catch(() => [])) ?? [];
  if (Native && formats.includes("qr_code")) {
    const detector = new Native({ formats: ["qr_code"] });
    return { read: async (video) => (await detector.detect(video))[0]?.rawValue, close: () => {} };
  }
  return workerReader();
}

/** Square side in pixels: enough for a code that fills a third of the picture. */
const side = 480;

function workerReader(): QrReader {
  const worker = new Worker(scriptUrl(workerUrl), { type: "module" });
  const canvas = new OffscreenCanvas(side, side);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  let next = 1;
  return {
    async read(video) {
      const size = Math.min(video.videoWidth, video.videoHeight);
      if (!context || size === 0) return undefined;
      const [x, y] = [(video.videoWidth - size) / 2, (video.videoHeight - size) / 2];
      context.drawImage(video, x, y, size, size, 0, 0, side, side);
      const picture = context.getImageData(0, 0, side, side);
      const id = next++;
      return new Promise((resolve) => {
        const answer = (event: MessageEvent<{ id: number; type: string; data: string | null }>) => {
          if (event.data.id !== id || event.data.type !== "qrResult") return;
          worker.removeEventListener("message", answer);
          resolve(event.data.data ?? undefined);
        };
        worker.addEventListener("message", answer);
        worker.postMessage({ id, type: "decode", data: picture }, [picture.data.buffer]);
      });
    },
    close: () => worker.terminate(),
  };
}
