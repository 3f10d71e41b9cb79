export function Packets() { return null; }
