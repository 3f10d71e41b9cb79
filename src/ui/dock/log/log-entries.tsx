export function LogEntries() { return null; }
