/** Lines as `func start` prints them: time, level, source, message. Nothing here ever sees inputs, outputs or bodies. */
import type { LogLevel } from './core/core-api';

export interface HostLog {
  info(source: string, message: string): void;
  warn(source: string, message: string): void;
  error(source: string, message: string): void;
}

export function createLog(
  write: (line: string) => void,
): HostLog & { app(level: LogLevel, functionName: string | undefined, message: string): void } {
  const line = (level: string, source: string | undefined, message: string): void =>
    write(`[${new Date().toISOString()}] [${level}] ${source ? `${source}: ` : ''}${message}`);
  return {
    info: (source, message) => line('Information', source, message),
    warn: (source, message) => line('Warning', source, message),
    error: (source, message) => line('Error', source, message),
    app: (level, functionName, message) => line(`${level.charAt(0).toUpperCase()}${level.slice(1)}`, functionName, message),
  };
}

/** An error on one line, without its stack. */
export function errorText(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
