import './base.css'
import { type ComponentType, lazy, StrictMode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { Fallback } from './parts/Fallback.tsx'
import { type Theme, wearFirst } from './parts/theme/theme.ts'
import { Waiting } from './parts/Waiting.tsx'

/** Each face is a chunk of its own: a phone never loads the charts of the board. */
const faces: Readonly<Record<string, () => Promise<{ default: ComponentType }>>> = {
  '/': () => import('./home/Home.tsx'),
  '/pair': () => import('./pair/Pair.tsx'),
  '/board': () => import('./board/Board.tsx'),
  '/kiosk': () => import('./kiosk/Kiosk.tsx'),
  '/counter': () => import('./counter/Counter.tsx'),
  '/tablet': () => import('./tablet/Tablet.tsx'),
  '/phone': () => import('./phone/Phone.tsx'),
  '/account': () => import('./account/Account.tsx'),
  '/parking': () => import('./parking/Parking.tsx'),
  '/books': () => import('./books/Books.tsx'),
  '/policies': () => import('./policies/Policies.tsx'),
}

/** A wall is dark, so that it does not light the hall; what stands before visitors is as bright as paper. */
const themes: Readonly<Record<string, Theme>> = { '/board': 'night', '/kiosk': 'day', '/tablet': 'day' }

const path = location.pathname.replace(/\/+$/, '') || '/'
const Face = lazy(faces[path] ?? faces['/']!)

wearFirst(themes[path] ?? 'system')

createRoot(document.getElementById('face')!).render(
  <StrictMode>
    <Fallback>
      <Suspense fallback={<Waiting />}>
        <Face />
      </Suspense>
    </Fallback>
  </StrictMode>,
)
