import { expect, test } from 'vitest'
import { booksJournals } from '../../campaign/books/journals.ts'
import { small, TIMEOUT_MS } from './small.ts'

test(
  '[RB76, RB77] what goes wrong in the world is found through journal and diary, as what it is, and nothing else is',
  async () => {
    expect((await small(booksJournals)).faults).toEqual([])
  },
  TIMEOUT_MS,
)
