"""What boardpack does, a verb each: typed values in, a typed result out. Commands word it."""
