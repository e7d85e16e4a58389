import { CanaryHub } from '../../support/access/canaries.ts'
import { AccessMatrix } from '../../support/access/matrix.ts'
import { type Campaign, Claims } from '../harness/campaign.ts'

/** Everybody asks for everything, once; and what is nobody's business is searched for wherever the hub leaves something. */
export const matrix: Campaign<{ cellsMin: number; canariesMin: number }> = {
  name: 'matrix',
  what: 'AC60, AC43: every cell of the access table holds for every caller at home and elsewhere, and no plate, phone, text, password, token or code is left in a log, a refusal, a figure or Redis.',
  full: { cellsMin: 2_000, canariesMin: 10 },
  quick: { cellsMin: 2_000, canariesMin: 10 },
  async run({ cellsMin, canariesMin }) {
    const claims = new Claims()
    const asked = await askEverything()
    claims.atLeast('cells of the access table that were asked', asked.cells, cellsMin)
    claims.none('cells that are otherwise than the table says', asked.unexpected)
    const { planted, found, letThrough, refusals, before, after } = await searchEverything()
    claims.atLeast('canaries planted', planted.length, canariesMin)
    claims.none('canaries found', found)
    claims.none('what is to be refused and was not', letThrough)
    // The hub says nothing on stdout but that it is ready.
    const { stdout: _, ...said } = { ...before, 'log of the death': after.log }
    claims.none(
      'places that were searched and hold nothing at all',
      Object.entries(said).flatMap(([where, text]) => (text === '' ? where : [])),
    )
    return {
      line: `${asked.cells} cells asked, ${asked.refused} of them refused, ${asked.unexpected.length} otherwise than the table says; ${planted.length} canaries planted, ${found.length} found in ${Object.keys(before).length} places, alive and dying`,
      claims: claims.all,
      figures: {
        ...{ cells: asked.cells, refused: asked.refused, wrong: asked.unexpected.length },
        ...{ canaries: planted.length, found: found.length, refusalsSearched: refusals },
      },
    }
  },
}

async function askEverything(): Promise<{ cells: number; refused: number; unexpected: string[] }> {
  const asker = await AccessMatrix.open()
  try {
    const all = [await asker.commands(), await asker.routes(), await asker.messages(), await asker.rooms()]
    return {
      cells: all.reduce((sum, { asked }) => sum + asked, 0),
      refused: all.reduce((sum, { refused }) => sum + refused, 0),
      unexpected: all.flatMap(({ unexpected }) => unexpected),
    }
  } finally {
    await asker.close()
  }
}

async function searchEverything() {
  const hub = await CanaryHub.open()
  try {
    return await hub.search()
  } finally {
    await hub.close()
  }
}
