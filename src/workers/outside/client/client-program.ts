/**
 * The client's application as the rest of the outside sees it: lines of the second serial port in, commands out.
 */
import { LineReader, parseClientReport, type ClientReport } from './client-report.ts';

const encoder = new TextEncoder();

export class ClientProgram {
  private readonly lines = new LineReader();
  private readonly reported: (report: ClientReport) => void;

  constructor(reported: (report: ClientReport) => void) {
    this.reported = reported;
  }

  /** A byte that the application wrote. */
  wrote(byte: number): void {
    const line = this.lines.take(byte);
    const report = line === null ? null : parseClientReport(line);
    if (report !== null) this.reported(report);
  }

  /** The bytes of a command. Line ends within would make it several commands, so they become spaces. */
  static command(line: string): Uint8Array {
    return encoder.encode(`${line.replaceAll(/[\r\n]+/g, ' ')}\n`);
  }
}
