import { wasmEngine } from '@collapse-lab/tensor';
import { installedTfjsEngine } from '@collapse-lab/tensor/node';
import { describeEngine, describeSameBits, referenceEngine } from '@collapse-lab/tensor/testing';
import { describe, it } from 'vitest';
import { nativeEngines, onThreads } from '../support/native.ts';

describeEngine({ describe, it }, referenceEngine);
describeEngine({ describe, it }, wasmEngine);
describeEngine({ describe, it }, installedTfjsEngine());
for (const [vectors, engine] of nativeEngines) describeEngine({ describe, it }, engine, `native, ${vectors}`);

for (const [vectors, engine] of nativeEngines.slice(-1)) {
  describeSameBits({ describe, it }, engine, onThreads(vectors, 3), `one thread and three, ${vectors}`);
}

if (nativeEngines.length === 2) {
  const [[, avx2], [, avx512]] = nativeEngines;
  describeSameBits({ describe, it }, avx2, avx512, 'AVX2 and AVX-512');
} else {
  // Visible among the results: the addon was not built, or this processor lacks vectors.
  describe('the same bits: AVX2 and AVX-512', () => {
    it.skip(`needs both, found ${nativeEngines.map(([vectors]) => vectors).join() || 'neither'}`, () => {});
  });
}
