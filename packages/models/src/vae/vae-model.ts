import type { NetworkModel } from '../network/network-model.ts';

/** The weights of encoder and decoder, by name. Never changed once made. */
export interface VaeModel extends NetworkModel {}
