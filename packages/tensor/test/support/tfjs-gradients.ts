// TensorFlow.js as npm gives it to Node registers no gradients: they lie beside it as modules that Node 20 cannot load. They are
// bundled here; every copy of TensorFlow.js in a process shares one registry.
import { createRequire } from 'node:module';
import { build, type Rolldown } from 'vite';

/** Makes `tf.grads` work. */
export async function registerTfjsGradients(): Promise<void> {
  const entry = createRequire(import.meta.url).resolve(
    '@tensorflow/tfjs-core/dist/register_all_gradients.js',
  );
  const outputs = (await build({
    configFile: false,
    logLevel: 'silent',
    build: { write: false, minify: false, lib: { entry, formats: ['es'] } },
  })) as Rolldown.RolldownOutput[];
  const { code } = outputs[0].output[0];
  await import(`data:text/javascript,${encodeURIComponent(code)}`);
}
