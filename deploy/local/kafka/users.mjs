/** Who may log in at the local broker: the hub, and the agencies of the demo world. */
import { readFileSync } from 'node:fs';
import { password, recall, remember } from '../memory.mjs';
import { HUB_USER } from './settings.mjs';

const PARTICIPANTS = new URL('../participants.json', import.meta.url);

export const DEMO_USERS = [HUB_USER, ...JSON.parse(readFileSync(PARTICIPANTS, 'utf8')).agencies.map(({ code }) => code)];

/** `{name: password}` from `file`, completed there with a random password for each new name. The hub adds those of agencies that come later. */
export function usersIn(file) {
  const known = recall(file, {});
  const users = { ...known, ...Object.fromEntries(DEMO_USERS.map((name) => [name, known[name] ?? password()])) };
  if (DEMO_USERS.some((name) => !known[name])) remember(file, users);
  return users;
}
