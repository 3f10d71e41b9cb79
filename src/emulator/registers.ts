/**
 * The processor's registers by name, and a quick digest of them. Compared at every batch, listed when replicas diverge.
 * Must not know: what a divergence leads to.
 */
import type { GuestMemory } from './guest-memory.ts';
import { v86Build } from './v86-build.ts';
import type { RegisterName } from './v86-build.ts';

export interface Register {
  readonly name: string;
  readonly value: number;
}

interface Place {
  readonly label: string;
  readonly register: RegisterName;
  readonly index: number;
  readonly bytes: 1 | 2 | 4;
}

const places: Place[] = [];

function add(register: RegisterName, bytes: 1 | 2 | 4, ...labels: string[]): void {
  for (const [index, label] of labels.entries()) if (label) places.push({ label, register, index, bytes });
}

const numbered = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}${index}`);
const segments = ['es', 'cs', 'ss', 'ds', 'fs', 'gs', 'tr', 'ldtr'];
const segmentsWith = (suffix: string): string[] => segments.map((segment) => `${segment}.${suffix}`);

add('reg32', 4, 'eax', 'ecx', 'edx', 'ebx', 'esp', 'ebp', 'esi', 'edi');
add('instruction_pointer', 4, 'eip');
add('flags', 4, 'eflags');
add('flags_changed', 4, 'flags changed');
add('last_op1', 4, 'last operand');
add('last_result', 4, 'last result');
add('last_op_size', 4, 'last operand size');
add('sreg', 2, ...segments);
add('segment_offsets', 4, ...segmentsWith('base'));
add('segment_limits', 4, ...segmentsWith('limit'));
add('segment_access_bytes', 1, ...segmentsWith('access'));
add('segment_is_null', 1, ...segmentsWith('null'));
add('cr', 4, 'cr0', '', 'cr2', 'cr3', 'cr4');
add('cpl', 1, 'cpl');
add('in_hlt', 1, 'halted');
add('idtr_offset', 4, 'idtr.base');
add('idtr_size', 4, 'idtr.limit');
add('gdtr_offset', 4, 'gdtr.base');
add('gdtr_size', 4, 'gdtr.limit');
add('sysenter_cs', 4, 'sysenter.cs');
add('sysenter_esp', 4, 'sysenter.esp');
add('sysenter_eip', 4, 'sysenter.eip');
add('dreg', 4, 'dr0', 'dr1', 'dr2', 'dr3', '', '', 'dr6', 'dr7');
add('fpu_stack_empty', 1, 'fpu.empty');
add('fpu_stack_ptr', 1, 'fpu.top');
add('fpu_control_word', 2, 'fpu.control');
add('fpu_status_word', 2, 'fpu.status');
add('fpu_st', 4, ...numbered('fpu.word', 32));
add('mxcsr', 4, 'mxcsr');
add('reg_xmm32s', 4, ...numbered('xmm.word', 32));

function valueOf(memory: GuestMemory, { register, index, bytes }: Place): number {
  if (bytes === 4) return memory.uint32(register, index);
  return bytes === 2 ? memory.uint16(register, index) : memory.uint8(register, index);
}

/** All registers, unsigned, in a fixed order. */
export function listRegisters(memory: GuestMemory): Register[] {
  return places.map((place) => ({ name: place.label, value: valueOf(memory, place) }));
}

const offsetOf = ({ register, index, bytes }: Place): number => v86Build.offsets[register] + index * bytes;
const wordIndexes = Uint16Array.from(
  places.filter(({ bytes }) => bytes === 4),
  (place) => offsetOf(place) >> 2,
);
const halfIndexes = Uint16Array.from(
  places.filter(({ bytes }) => bytes === 2),
  (place) => offsetOf(place) >> 1,
);
const byteIndexes = Uint16Array.from(
  places.filter(({ bytes }) => bytes === 1),
  (place) => offsetOf(place),
);

/** A 32-bit digest of all registers (FNV-1a over words). Taken after every frame, so places are looked up beforehand. */
export function digestRegisters(memory: GuestMemory): number {
  const { words, halves, bytes } = memory.firstBytes;
  let hash = 0x811c9dc5;
  for (const index of wordIndexes) hash = Math.imul(hash ^ words[index]!, 0x01000193);
  for (const index of halfIndexes) hash = Math.imul(hash ^ halves[index]!, 0x01000193);
  for (const index of byteIndexes) hash = Math.imul(hash ^ bytes[index]!, 0x01000193);
  return hash >>> 0;
}
