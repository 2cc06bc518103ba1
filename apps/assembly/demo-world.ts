import type { House } from './house.js';

export async function loadDemoWorld(_house: House): Promise<{ loaded: number }> {
  return { loaded: 0 };
}
