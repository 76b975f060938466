/** What Node adds: engines that need more than JavaScript. */
export {
  type NativeAvailability,
  type NativeOptions,
  type NativeVectors,
  nativeAvailability,
  nativeEngine,
} from './native-engine.ts';
