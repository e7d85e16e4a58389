import { expect, test } from 'vitest'
import { books } from '../../campaign/books/books.ts'
import { small, TIMEOUT_MS } from './small.ts'

test(
  '[RB16, RB5, RB6] planted breaks are found, clean rows are not suspected, and stored rows read twice say nothing new',
  async () => {
    expect((await small(books)).faults).toEqual([])
  },
  TIMEOUT_MS,
)
