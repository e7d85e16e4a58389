import './base.css'
import { type ComponentType, lazy } from 'react'
import { keepShell } from './parts/shell/register.ts'
import { show } from './parts/show.tsx'
import { type Theme, wearFirst } from './parts/theme/theme.ts'

/** Each face is a chunk of its own; the phone has a page of its own as well, which is there after fewer round trips. */
const faces: Readonly<Record<string, () => Promise<{ default: ComponentType }>>> = {
  '/': () => import('./home/Home.tsx'),
  '/pair': () => import('./pair/Pair.tsx'),
  '/board': () => import('./board/Board.tsx'),
  '/kiosk': () => import('./kiosk/Kiosk.tsx'),
  '/counter': () => import('./counter/Counter.tsx'),
  '/tablet': () => import('./tablet/Tablet.tsx'),
  '/account': () => import('./account/Account.tsx'),
  '/parking': () => import('./parking/Parking.tsx'),
  '/office': () => import('./office/Office.tsx'),
  '/wall': () => import('./wall/Wall.tsx'),
  '/booth': () => import('./booth/Booth.tsx'),
  '/books': () => import('./books/Books.tsx'),
  '/admin': () => import('./admin/Admin.tsx'),
  '/appointments': () => import('./appointments/Appointments.tsx'),
  '/policies': () => import('./policies/Policies.tsx'),
}

/** A wall is dark, so that it does not light the hall; what stands before visitors is as bright as paper. */
const themes: Readonly<Record<string, Theme>> = {
  '/board': 'night',
  '/wall': 'night',
  '/kiosk': 'day',
  '/tablet': 'day',
}

const path = location.pathname.replace(/\/+$/, '') || '/'
const Face = lazy(faces[path] ?? faces['/']!)

wearFirst(themes[path] ?? 'system')

show(<Face />)
if (path === '/kiosk') keepShell('kiosk')
if (path === '/tablet') keepShell('tablet')
