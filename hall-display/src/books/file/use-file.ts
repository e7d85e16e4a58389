import type { Refused } from '@pingting/contract'
import type { BadCell, FileOfDay, TakenFile } from '@pingting/contract/words/parking/daily-file'
import { MINUTE_MS } from '@pingting/contract/words/time'
import { useCallback, useEffect, useRef, useState } from 'react'
import { ask, type Reply } from '../../hub/http.ts'

/** Thousands of rows go over the wire and are read. */
const PATIENCE_MS = 120_000

/** Somebody else may hand one in meanwhile. */
const AGAIN_MS = 5 * MINUTE_MS

/** A refusal, and of a file that cannot be taken what is bad in it: the first of so many. */
export type RefusedFile = Refused & { bad?: BadCell[]; badTally?: number }

export interface Handing {
  about?: FileOfDay | undefined
  busy: boolean
  taken?: TakenFile | undefined
  refused?: RefusedFile | undefined
  handIn(file: Blob): Promise<void>
}

/** What is known of a day's file, and how one is handed in. */
export function useFile(lotId: string, day: string): Handing {
  const path = `/api/lots/${encodeURIComponent(lotId)}/days/${day}/file`
  const latest = useRef(path)
  latest.current = path
  const [about, setAbout] = useState<{ path: string; file: FileOfDay }>()
  const [busy, setBusy] = useState(false)
  const [reply, setReply] = useState<{ path: string; said: Reply<TakenFile> }>()
  const look = useCallback(async (): Promise<void> => {
    const said = await ask<FileOfDay>(path)
    // An answer about another day may come after that about the one that is looked at.
    if (latest.current !== path) return
    setAbout(said.ok ? { path, file: said.value } : undefined)
    // What came of a file stays to be read.
    if (!said.ok) setReply(before => (before?.path === path ? before : { path, said }))
  }, [path])
  useEffect(() => {
    void look()
    const timer = setInterval(look, AGAIN_MS)
    return () => clearInterval(timer)
  }, [look])
  const handIn = async (file: Blob): Promise<void> => {
    setBusy(true)
    const said = await ask<TakenFile>(path, { file, timeoutMs: PATIENCE_MS })
    setBusy(false)
    setReply({ path, said })
    if (said.ok) await look()
  }
  // What was said of another day is not shown with this one.
  const said = reply?.path === path ? reply.said : undefined
  return {
    ...{ about: about?.path === path ? about.file : undefined, busy, handIn },
    ...(said?.ok === true ? { taken: said.value } : { refused: said }),
  }
}
