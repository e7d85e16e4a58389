import { en } from './en.ts'
import { zh } from './zh-CN.ts'

export const phoneText = { 'zh-CN': zh.phone, en: en.phone }
