export function MemoryDiff() { return null; }
