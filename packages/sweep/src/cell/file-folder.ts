/** Folders of this machine as models and tokenizers read them. */
import { closeSync, openSync, readSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { type BinaryFile, type FileFolder, ModelFileError, type OutputFile } from '@collapse-lab/models';

export function openFolder(path: string): FileFolder {
  return {
    name: path,
    open(file) {
      const inner = join(path, file);
      return statSync(inner, { throwIfNoEntry: false })?.isFile() ? openFile(inner) : undefined;
    },
  };
}

function openFile(path: string): BinaryFile {
  return {
    name: path,
    size: statSync(path).size,
    read: (offset, length) => readBytes(path, offset, length),
  };
}

/** Opened for each piece: nothing is left open, and pieces are large. */
function readBytes(path: string, offset: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  const descriptor = openSync(path, 'r');
  try {
    for (let got = 0; got < length; ) {
      const read = readSync(descriptor, bytes, got, length - got, offset + got);
      if (read === 0) throw new ModelFileError(path, `it ended at ${offset + got} bytes while it was read.`);
      got += read;
    }
  } finally {
    closeSync(descriptor);
  }
  return bytes;
}

/** Writes a file into a folder that is there. */
export function writeOutputFile(folder: string, { name, bytes }: OutputFile): void {
  const descriptor = openSync(join(folder, name), 'w');
  try {
    for (const piece of bytes())
      for (let done = 0; done < piece.length; ) done += writeSync(descriptor, piece, done);
  } finally {
    closeSync(descriptor);
  }
}
