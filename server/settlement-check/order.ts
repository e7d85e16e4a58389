/** A settlement by its place in a chain: what it was written after, and the sum by which the next one names it. */
interface Place {
  prev: unknown
  sum: unknown
}

/**
 * In the order in which they were drawn: each names the sum of the one before it. A copy counts once. What follows
 * nothing that was given stands at the end as it came; nothing is believed here, since whoever reads the chain checks it.
 * @param first what the first of a lot names
 */
export function inOrder<F extends { text: string }>(files: readonly F[], first: string): F[] {
  const copies = new Set<string>()
  const left = new Map<F, Place>()
  for (const file of files) {
    if (!copies.has(file.text)) left.set(file, placeOf(file.text))
    copies.add(file.text)
  }
  const ordered: F[] = []
  for (let at: unknown = first; ; ) {
    const next = [...left].find(([, { prev }]) => prev === at)
    if (next === undefined) return [...ordered, ...left.keys()]
    left.delete(next[0])
    ordered.push(next[0])
    at = next[1].sum
  }
}

/** What it was written after, where it says so. */
export const afterWhich = (text: string): string | undefined => {
  const { prev } = placeOf(text)
  return typeof prev === 'string' ? prev : undefined
}

function placeOf(text: string): Place {
  const lines = text.trimEnd().split('\n')
  return { prev: fieldOf(lines[0], 'prevSha256'), sum: fieldOf(lines.at(-1), 'sha256') }
}

function fieldOf(line: string | undefined, name: string): unknown {
  try {
    return (JSON.parse(line ?? '') as Record<string, unknown> | null)?.[name]
  } catch {
    return undefined
  }
}
