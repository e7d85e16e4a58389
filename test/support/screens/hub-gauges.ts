/** What a hub says of itself at `/metrics`, by name; the sum where a name has several labels. */
export async function gaugesOf(url: string): Promise<ReadonlyMap<string, number>> {
  const text = await (await fetch(`${url}/metrics`)).text()
  const values = new Map<string, number>()
  for (const line of text.split('\n')) {
    const match = /^([a-z_]+)(?:\{.*\})? ([-0-9.e+]+)$/.exec(line)
    if (match !== null) values.set(match[1]!, (values.get(match[1]!) ?? 0) + Number(match[2]))
  }
  return values
}

export const memoryMb = async (url: string): Promise<number> =>
  Math.round(((await gaugesOf(url)).get('process_resident_memory_bytes') ?? Number.NaN) / 2 ** 20)

export const socketTally = async (url: string): Promise<number> => (await gaugesOf(url)).get('pingting_sockets') ?? -1
