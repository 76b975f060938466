/** What Node adds: engines that need more than JavaScript. */
export { installedTfjsEngine, type TfjsAvailability, tfjsAvailability } from './installed-tfjs.ts';
export {
  type NativeAvailability,
  type NativeOptions,
  type NativeVectors,
  nativeAvailability,
  nativeEngine,
} from './native-engine.ts';
