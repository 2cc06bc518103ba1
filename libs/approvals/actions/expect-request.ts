import { isUuid, Refusal } from '#libs/kernel';

/** @throws Refusal RECORD_NOT_FOUND: what is no id is nobody's */
export function expectRequest(id: string): void {
  if (!isUuid(id)) throw Refusal.because('RECORD_NOT_FOUND', 'id', 'hub', 'There is no such request, or none that you may see.');
}
