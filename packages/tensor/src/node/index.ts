/** What Node adds: engines that need more than JavaScript. */
export {
  type InstalledTfjsOptions,
  installedTfjsEngine,
  type TfjsAvailability,
  tfjsAvailability,
} from './installed-tfjs.ts';
export {
  type NativeAvailability,
  type NativeOptions,
  type NativeVectors,
  nativeAvailability,
  nativeEngine,
} from './native-engine.ts';
