import { type ReactNode, StrictMode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { Fallback } from './Fallback.tsx'
import { Waiting } from './Waiting.tsx'

/** Puts a face on the page: it says when it loads and when it failed. */
export function show(face: ReactNode): void {
  createRoot(document.getElementById('face')!).render(
    <StrictMode>
      <Fallback>
        <Suspense fallback={<Waiting />}>{face}</Suspense>
      </Fallback>
    </StrictMode>,
  )
}
