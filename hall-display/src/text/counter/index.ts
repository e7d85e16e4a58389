import { en } from './en.ts'
import { zh } from './zh-CN.ts'

export const counterText = { 'zh-CN': zh.counter, en: en.counter }
