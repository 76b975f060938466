/** The model that every generation starts from, of families that pretrain one: the same for all lineages of a family. */
import type { AnyFamily } from '@collapse-lab/models';

const bases = new WeakMap<AnyFamily, { readonly model: unknown }>();

/** What an earlier lineage of this very family has pretrained; undefined where none has. */
export function knownBase(family: AnyFamily): { readonly model: unknown } | undefined {
  return bases.get(family);
}

export function rememberBase(family: AnyFamily, model: unknown): void {
  bases.set(family, { model });
}
