/*
 * Copyright 2026-present the pgsteady authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.github.pgsteady.diagnosis;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.Handle;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.asm.SpringAsmInfo;
import org.springframework.asm.Type;
import org.springframework.util.ClassUtils;

/**
 * Reads from the bytecode of a class which of its methods each of them calls on
 * {@code this}. A method that handles another object of the class, such as an injected
 * proxy of itself, is left out: there, a call may be one on that.
 */
final class OwnCalls extends ClassVisitor {

	// As in the constant pool; most classes can be put aside after a look at that
	private static final int METHOD_REFERENCE = 10;

	private final String type;

	private final Map<String, Set<String>> calls = new HashMap<>();

	private OwnCalls(Class<?> type) {
		super(SpringAsmInfo.ASM_VERSION);
		this.type = Type.getInternalName(type);
	}

	/**
	 * Read a class.
	 * @param type the class
	 * @param wanted names and descriptors of the methods that matter
	 * @return names and descriptors of what is called, by those of the caller; nothing if
	 * the class calls none of those that matter, or cannot be read
	 */
	static Map<String, Set<String>> of(Class<?> type, Set<String> wanted) {
		OwnCalls visitor = new OwnCalls(type);
		try (InputStream bytecode = type.getResourceAsStream(ClassUtils.getClassFileName(type))) {
			if (bytecode != null) {
				visitor.read(new ClassReader(bytecode), wanted);
			}
		}
		// Of a Java version that is newer than Spring
		catch (IOException | IllegalArgumentException ex) {
			return Map.of();
		}
		return visitor.calls;
	}

	private void read(ClassReader reader, Set<String> wanted) {
		char[] buffer = new char[reader.getMaxStringLength()];
		for (int i = 1; i < reader.getItemCount(); i++) {
			int item = reader.getItem(i);
			if (item != 0 && reader.readByte(item - 1) == METHOD_REFERENCE
					&& reader.readClass(item, buffer).equals(this.type)
					&& wanted.contains(nameAndDescriptor(reader, item, buffer))) {
				reader.accept(this, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
				return;
			}
		}
	}

	private static String nameAndDescriptor(ClassReader reader, int methodReference, char[] buffer) {
		int item = reader.getItem(reader.readUnsignedShort(methodReference + 2));
		return reader.readUTF8(item, buffer) + reader.readUTF8(item + 2, buffer);
	}

	@Override
	public MethodVisitor visitMethod(int access, String name, String descriptor, @Nullable String signature,
			String @Nullable [] exceptions) {
		boolean handlesOthers = Arrays.stream(Type.getArgumentTypes(descriptor)).anyMatch(this::isOfType);
		return new CallCollector(name + descriptor, handlesOthers);
	}

	private boolean isOfType(Type candidate) {
		Type element = (candidate.getSort() == Type.ARRAY) ? candidate.getElementType() : candidate;
		return element.getSort() == Type.OBJECT && element.getInternalName().equals(this.type);
	}

	/**
	 * Collects the calls of a method.
	 */
	private final class CallCollector extends MethodVisitor {

		private final String caller;

		private final Set<String> called = new HashSet<>();

		private boolean handlesOthers;

		CallCollector(String caller, boolean handlesOthers) {
			super(SpringAsmInfo.ASM_VERSION);
			this.caller = caller;
			this.handlesOthers = handlesOthers;
		}

		@Override
		public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
			if (opcode != Opcodes.INVOKESTATIC && owner.equals(OwnCalls.this.type)) {
				this.called.add(name + descriptor);
			}
			handles(Type.getReturnType(descriptor));
		}

		@Override
		public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
			handles(Type.getReturnType(descriptor));
		}

		@Override
		public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
			handles(Type.getType(descriptor));
		}

		// A cast, or a new object
		@Override
		public void visitTypeInsn(int opcode, String type) {
			if (opcode != Opcodes.INSTANCEOF) {
				handles(Type.getObjectType(type));
			}
		}

		private void handles(Type type) {
			this.handlesOthers |= isOfType(type);
		}

		@Override
		public void visitEnd() {
			if (!this.handlesOthers) {
				OwnCalls.this.calls.put(this.caller, this.called);
			}
		}

	}

}
