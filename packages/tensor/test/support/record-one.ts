import {
  type DType,
  program,
  type RecordedModule,
  record,
  type Shape,
  type Tensor,
} from '@collapse-lab/tensor';

/** Records one function of inputs: shapes of f32, or [shape, 'i32']. */
export function recordOne(
  inputs: Readonly<Record<string, Shape | readonly [Shape, DType]>>,
  build: (inputs: Readonly<Record<string, Tensor>>) => Tensor,
): RecordedModule {
  const declared = Object.entries(inputs).map(([name, given]) => {
    const [shape, dtype] = Array.isArray(given[0])
      ? (given as readonly [Shape, DType])
      : [given as Shape, 'f32'];
    return [name, { shape, dtype: dtype as DType }] as const;
  });
  const outputs = (_: unknown, given: Readonly<Record<string, Tensor>>) => ({ y: build(given) });
  const main = program<string>({ inputs: Object.fromEntries(declared), outputs });
  return record({ parameters: {}, programs: { main } });
}
