/** Folders of models and tokenizers, known by the hash of those of their files that matter: what else lies there does not. */
import { join } from 'node:path';
import { checkpointFiles, optConfigFile, tokenizerFiles } from '@collapse-lab/models';
import { sha256 } from './canonical.ts';
import { contentHash } from './file-content.ts';
import { openFolder } from './file-folder.ts';

/** 64 hex digits of configuration and weights. @throws ModelFileError where they are not there */
export function modelFolderHash(path: string): string {
  return hashOf(path, [optConfigFile, ...checkpointFiles(openFolder(path))]);
}

/** 64 hex digits. @throws ModelFileError where there is no tokenizer */
export function tokenizerFolderHash(path: string): string {
  return hashOf(path, tokenizerFiles(openFolder(path)));
}

/** By name: in which order they were found does not matter. */
function hashOf(path: string, names: readonly string[]): string {
  return sha256(
    [...names]
      .sort()
      .map((name) => `${name} ${contentHash(join(path, name))}`)
      .join('\n'),
  );
}
