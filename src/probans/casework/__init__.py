"""The lawyer: law, case, case file. Pure: values in, values out."""
