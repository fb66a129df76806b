import { runInNewContext } from "node:vm";
import type { Browser } from "playwright-core";
import { decoderSource } from "../../build/qr-decoder.ts";

/** Pixels, four bytes each: red, green, blue, opacity. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

/** The pixels of a screenshot; a browser reads its own format best. */
export async function pictureOf(browser: Browser, png: Buffer): Promise<Picture> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const { width, height, bytes } = await page.evaluate(
      async (address) => {
        const image = await createImageBitmap(await (await fetch(address)).blob());
        const { width, height } = image;
        const paper = new OffscreenCanvas(width, height).getContext(
          "2d",
        ) as OffscreenCanvasRenderingContext2D;
        paper.drawImage(image, 0, 0);
        const { data } = paper.getImageData(0, 0, width, height);
        let bytes = "";
        for (const byte of data) bytes += String.fromCharCode(byte);
        return { width, height, bytes: btoa(bytes) };
      },
      `data:image/png;base64,${png.toString("base64")}`,
    );
    return { width, height, data: new Uint8ClampedArray(Buffer.from(bytes, "base64")) };
  } finally {
    await context.close();
  }
}

/** What a camera would read, by the decoder that the app uses where the browser has none. */
export function readQrCode(picture: Picture): string | null {
  let text: string | null = null;
  const self = {
    onmessage: (_: { data: object }) => {},
    postMessage: (answer: { data: string | null }) => {
      text = answer.data;
    },
  };
  runInNewContext(decoderSource(), { self });
  // A copy: the decoder writes over what it is given.
  self.onmessage({ data: { id: 1, type: "decode", data: { ...picture, data: picture.data.slice() } } });
  return text;
}

/** One picture in front of a camera, on a grey desk, as the video file that Chromium takes for one (YUV4MPEG2). */
export function videoOf(picture: Picture): Buffer {
  const [width, height] = [640, 480];
  const luma = Buffer.alloc(width * height, 90);
  const [left, top] = [(width - picture.width) >> 1, (height - picture.height) >> 1];
  for (let y = 0; y < picture.height; y++) {
    for (let x = 0; x < picture.width; x++) {
      luma[(top + y) * width + left + x] = picture.data[(y * picture.width + x) * 4] as number;
    }
  }
  const grey = Buffer.alloc((width * height) / 2, 128);
  return Buffer.concat([
    Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\nFRAME\n`),
    luma,
    grey,
  ]);
}
