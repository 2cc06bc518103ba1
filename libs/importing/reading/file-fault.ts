import { basename } from 'node:path';
import { Refusal } from '#libs/kernel';

/** Longest row, as the hub takes no larger submission. */
export const LONGEST_ROW = 2 * 1024 * 1024;

/** What stopped the reading of a file, as a refusal; refusals pass. */
export function fileFault(file: string, error: unknown, rowsBefore: number): Refusal {
  if (error instanceof Refusal) return error;
  const { code = '', message = '' } = error as NodeJS.ErrnoException;
  const reason = code === 'ENOENT' ? 'there is no such file'
    : code === 'EISDIR' ? 'it is a folder'
      : code === 'EACCES' ? 'this user may not read it'
        : code === 'CSV_MAX_RECORD_SIZE' ? 'a row is longer than 2 MiB; perhaps a quotation mark is never closed'
          : code.startsWith('CSV_') ? withoutContent(message) : 'it cannot be read';
  const where = rowsBefore > 0 ? ` after row ${rowsBefore}` : '';
  return Refusal.because('FILE_INVALID', '', 'amanat help import', `${basename(file)}${where}: ${reason}.`);
}

/** Messages of the CSV reader quote the line, which may hold a name. */
function withoutContent(message: string): string {
  return message.split(':')[0]!.replace(/["'].*$/u, '').trim().toLowerCase();
}
