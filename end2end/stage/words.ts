// The words on the pages, read from the same files the pages are made of: a story asks for a button by what it says.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'smol-toml';

export type Language = 'zh-CN' | 'en';
type Figures = Record<string, string | number>;

const folder = path.resolve(import.meta.dirname, '../../crates/i18n/locales');
const files = new Map<string, Record<string, unknown>>();

/** `say('zh-CN', 'shop.cart.title')`: audience, table, key. A figure `n` chooses the English plural. */
export function say(language: Language, key: string, figures: Figures = {}): string {
  const [audience, ...rest] = key.split('.');
  if (!audience) throw new Error(`${key} names no audience`);
  const name = `${audience}.${language}.toml`;
  const file = files.get(name) ?? parse(readFileSync(path.join(folder, name), 'utf8'));
  files.set(name, file);
  const last = rest.pop() ?? '';
  const table = rest.reduce<unknown>((inner, part) => (inner as Record<string, unknown> | undefined)?.[part], file);
  const ending = figures.n === 1 ? '_one' : '_other';
  const texts = table as Record<string, string> | undefined;
  const text = texts?.[last] ?? texts?.[last + ending];
  if (text === undefined) throw new Error(`there is no ${key} in ${name}`);
  return text.replaceAll(/\{(\w+)\}/g, (_, figure: string) => String(figures[figure] ?? ''));
}
