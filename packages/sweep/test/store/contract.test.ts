import { openStore } from '@collapse-lab/sweep';
import { describeStore } from '@collapse-lab/sweep/testing';
import { describe, expect, it } from 'vitest';
import { temporaryFolders } from './folder.ts';

const newFolder = temporaryFolders();

describeStore(
  { describe, it, expect },
  {
    name: 'a directory',
    create: () => openStore(newFolder()),
    reopen: (store) => openStore(store.directory),
  },
);
