import { saves } from '../programs.ts'

/** Fiestaboard/FiestaBoard#1564: all processes write one temporary file. */
export default saves('python3', 'save.py', 'fixed-name')
