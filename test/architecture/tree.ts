import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { ROOT } from './cruise.ts'

const ROOTS = ['server', 'parking-bridge', 'hall-display', 'test', 'bench', 'docs', '.ci']
const SKIPPED = new Set(['node_modules', 'dist', 'data', 'shots', 'screens', 'evidence'])

const namesIn = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap(entry => {
    const path = `${folder}/${entry.name}`
    // `data` is left out where it is a data folder of ours to run on; the launcher's own is source.
    if (entry.isDirectory()) return SKIPPED.has(entry.name) && path !== 'server/living-hall/data' ? [] : namesIn(path)
    return [path]
  })

const inRoot = readdirSync(ROOT, { withFileTypes: true })
  .filter(entry => entry.isFile() && entry.name !== 'package-lock.json')
  .map(entry => entry.name)

/** Every file of the house, by its path from the root; nothing that was built or installed. */
export const files: readonly string[] = [
  ...inRoot,
  ...ROOTS.filter(root => readdirSync(ROOT).includes(root)).flatMap(namesIn),
]

export const textOf = (path: string): string => readFileSync(join(ROOT, path), 'utf8')

export const isCode = (path: string): boolean => /\.(ts|tsx|mts|mjs)$/.test(path)
export const isProduct = (path: string): boolean => /^(server|parking-bridge|hall-display)\//.test(path)

export const parse = (path: string, text: string): ts.SourceFile =>
  ts.createSourceFile(path, text, ts.ScriptTarget.ES2024, true, path.endsWith('x') ? ts.ScriptKind.TSX : undefined)

/** Calls `visit` on a node and everything below it. */
export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node)
  ts.forEachChild(node, child => walk(child, visit))
}

/** The code without comments and texts, so that a word in a sentence is no use of it; lines are kept. */
export function codeOf(text: string): string {
  const source = parse('x.ts', text)
  const spans: [number, number][] = []
  walk(source, node => {
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node) || ts.isRegularExpressionLiteral(node))
      spans.push([node.getStart(), node.getEnd()])
    for (const range of [
      ...(ts.getLeadingCommentRanges(text, node.getFullStart()) ?? []),
      ...(ts.getTrailingCommentRanges(text, node.getEnd()) ?? []),
    ])
      spans.push([range.pos, range.end])
  })
  const letters = [...Array(text.length).keys()].map(at => text[at]!)
  for (const [from, to] of spans) {
    for (let at = from; at < to; at += 1) if (letters[at] !== '\n') letters[at] = ' '
  }
  return letters.join('')
}
