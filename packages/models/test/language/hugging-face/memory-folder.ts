import type { FileFolder, OutputFile } from '@collapse-lab/models';

export type Files = Readonly<Record<string, Uint8Array>>;

/** A folder called `folder` that is not on a disk; `read` notes how many bytes were asked for at most. */
export function memoryFolder(files: Files): FileFolder & { most: number } {
  const folder = {
    name: 'folder',
    most: 0,
    open(name: string) {
      if (!Object.hasOwn(files, name)) return undefined;
      const bytes = files[name];
      const read = (offset: number, length: number): Uint8Array => {
        folder.most = Math.max(folder.most, length);
        if (offset < 0 || offset + length > bytes.length) throw new Error(`read past the end of ${name}`);
        return bytes.slice(offset, offset + length);
      };
      return { name: `folder/${name}`, size: bytes.length, read };
    },
  };
  return folder;
}

/** What was to be written, in memory. */
export function written(files: readonly OutputFile[]): Record<string, Uint8Array> {
  return Object.fromEntries(files.map((file) => [file.name, joined([...file.bytes()])]));
}

export function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

/** A safetensors file with this header, as text or as what JSON makes of it, and these bytes after it. */
export function safetensors(header: unknown, numbers: Uint8Array = new Uint8Array()): Uint8Array {
  const text = typeof header === 'string' ? header : JSON.stringify(header);
  const json = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(json.length), true);
  return joined([length, json, numbers]);
}
