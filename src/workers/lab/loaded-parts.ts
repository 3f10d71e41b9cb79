/** What hosts, storage and client are made of, once images and emulator have been loaded. Must not know how they were. */
import type { ServiceSetup } from '../host/messages.ts';
import { serviceAddress } from '../network/addresses.ts';

const serviceMemoryBytes = 32 * 2 ** 20;
const serviceCommandLine = `console=ttyS0 tsc=reliable quiet IP=${serviceAddress.ip}/24 HOST=svc MAC=${serviceAddress.mac} ROLE=service`;
const sectorBytes = 512;

export interface LoadedParts {
  readonly setup: ServiceSetup;
  readonly disk: Uint8Array;
}

/** What hosts need, from images and the compiled emulator. */
export function partsOf(
  images: { readonly guest: Uint8Array; readonly disk: Uint8Array },
  wasmModule: WebAssembly.Module,
): LoadedParts {
  return {
    disk: images.disk,
    setup: {
      wasmModule,
      image: images.guest,
      commandLine: serviceCommandLine,
      memoryBytes: serviceMemoryBytes,
      diskBytes: images.disk.length,
      bootSectors: images.disk.slice(0, sectorBytes),
    },
  };
}
