export function Bandwidth() { return null; }
