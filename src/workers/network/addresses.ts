/**
 * Who is who on the lab's network. The service keeps its addresses wherever it runs; the client has its own.
 */

export interface NetworkAddress {
  readonly ip: string;
  readonly mac: string;
}

export const serviceAddress: NetworkAddress = { ip: '10.0.0.10', mac: '52:54:00:00:00:10' };
export const clientAddress: NetworkAddress = { ip: '10.0.0.2', mac: '52:54:00:00:00:02' };
