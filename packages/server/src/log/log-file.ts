import { constants } from "node:fs";
import { type FileHandle, mkdir, open, stat } from "node:fs/promises";
import { dirname } from "node:path";

const flags = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT;
const mode = 0o640;
/** More than the longest line. */
const tailBytes = 256 * 1024;

/**
 * What `check` found: the file as we left it, another file under our name (opened now), another file that may not be opened
 * (the old one goes on taking lines), or our file made shorter.
 */
export type Found = "same" | "reopened" | "blocked" | "truncated";

/** The file that is written, found again whatever logrotate does to it. Not for use from two sides at once. */
export interface LogFile {
  check(): Promise<Found>;
  /** One write. A failed one leaves no half line. */
  append(lines: string): Promise<void>;
  /** Where the last line ends. */
  readonly end: number;
  /** The last whole line, or null. */
  lastLine(): Promise<string | null>;
  close(): Promise<void>;
}

interface Open {
  readonly handle: FileHandle;
  readonly device: number;
  readonly inode: number;
  /** Where our last line ends. */
  end: number;
}

export interface LogFileOptions {
  readonly path: string;
  /** How every line of ours begins: half of one at the end was left by a crash. */
  readonly begins: RegExp;
  /** What was appended is on the disk when `append` resolves. */
  readonly durable: boolean;
}

export async function openLogFile(options: LogFileOptions): Promise<LogFile> {
  const { path } = options;
  let file = await openWhole(options);

  async function check(): Promise<Found> {
    const named = await stat(path).catch(() => null);
    if (!named || named.ino !== file.inode || named.dev !== file.device) {
      const next = await openWhole(options).catch(() => null);
      if (!next) return "blocked";
      const old = file;
      file = next;
      await old.handle.close();
      return "reopened";
    }
    if (named.size >= file.end) return "same";
    file.end = named.size;
    return "truncated";
  }

  return {
    check,
    get end() {
      return file.end;
    },
    async append(lines) {
      const bytes = Buffer.from(lines, "utf8");
      try {
        for (let written = 0; written < bytes.length; ) {
          written += (await file.handle.write(bytes, written)).bytesWritten;
        }
        if (options.durable) await file.handle.datasync();
        file.end += bytes.length;
      } catch (error) {
        // Nobody knows what is on the disk now: the lines are written again, after what was there before.
        await file.handle.truncate(file.end).catch(() => {});
        throw error;
      }
    },
    async lastLine() {
      const text = (await readTail(file.handle, file.end)).replace(/\n$/, "");
      return text.slice(text.lastIndexOf("\n") + 1) || null;
    },
    close: () => file.handle.close(),
  };
}

/** A crash may have left half a line of ours at the end: it is cut off. Half a line of somebody else's is ended. */
async function openWhole({ path, begins }: LogFileOptions): Promise<Open> {
  const handle = await openOrMake(path);
  try {
    const found = await handle.stat();
    if (!found.isFile()) throw new Error("a log file is an ordinary file");
    const { dev, ino, size } = found;
    // The process's umask takes the group's right away; whoever ships logs needs it. Only what is ours and new is touched.
    if (size === 0 && found.uid === process.getuid?.()) await handle.chmod(mode);
    const tail = await readTail(handle, size);
    const rest = tail.slice(tail.lastIndexOf("\n") + 1);
    let end = size;
    if (begins.test(rest)) {
      end -= Buffer.byteLength(rest);
      await handle.truncate(end);
    } else if (rest !== "") {
      await handle.write("\n");
      end += 1;
    }
    return { handle, device: dev, inode: ino, end };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function openOrMake(path: string): Promise<FileHandle> {
  try {
    return await open(path, flags, mode);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    await mkdir(dirname(path), { recursive: true, mode: 0o750 });
    return open(path, flags, mode);
  }
}

async function readTail(handle: FileHandle, size: number): Promise<string> {
  const length = Math.min(size, tailBytes);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, size - length);
  return buffer.toString("utf8", 0, bytesRead);
}
